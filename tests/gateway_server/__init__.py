"""A gateway that speaks batch HTTP (docs/gateways.md), with faults on command and a log.

    python -m tests.gateway_server --port 0 --log gateway.jsonl

Standard library only; it knows nothing of Huancui's code, so the two check each other. Tests start
it with `tests.gateway_server.handle.running_server`.
"""
