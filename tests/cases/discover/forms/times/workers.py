def workers(tasks):
    worker_model = ["acme/worker-32B"] * len(tasks)
    return worker_model
