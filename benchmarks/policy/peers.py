"""Run by the interpreter of a peer, `peers.py cel` or `peers.py rego`: CPU seconds and the number of failures."""

from __future__ import annotations

import json
import sys
import time

from material import cel_expressions, models, rego_module


def with_cel() -> int:
    import celpy
    import celpy.adapter

    environment = celpy.Environment()
    programs = [environment.program(environment.compile(text)) for _, text in cel_expressions()]
    failed = 0
    for facts in models():
        activation = {"facts": celpy.adapter.json_to_cel(facts)}
        failed += sum(not program.evaluate(activation) for program in programs)
    return failed


def with_rego() -> int:
    from regopy import Interpreter

    compiler = Interpreter()
    compiler.add_module("p", rego_module())
    bundle = compiler.build("data.p.failed")  # compiled once, as its makers advise
    interpreter = Interpreter()
    failed = 0
    for facts in models():
        interpreter.set_input(facts)
        answer = json.loads(str(interpreter.query_bundle(bundle)))
        failed += len(answer["expressions"][0])
    return failed


def main() -> None:
    before = time.process_time()
    failed = {"cel": with_cel, "rego": with_rego}[sys.argv[1]]()
    print(json.dumps({"seconds": time.process_time() - before, "failed": failed}))


if __name__ == "__main__":
    main()
