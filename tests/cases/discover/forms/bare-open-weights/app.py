run(model="llama-3.3-70b-versatile")
rerank(model="ctxl-rerank-v2-instruct-multilingual")
run(model="linear-v2")
run(model="llama3-pv")
