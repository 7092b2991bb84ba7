"""What command-line programs say of models: data and the few rules that read it.

A program's own arguments (`vllm serve ORG/NAME`, `ollama pull NAME`, `llama-server -hf ORG/NAME`) are listed here;
flags whose name speaks for itself (`--model-id`) need no entry.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

SILENT: Final = frozenset(
    {"echo", "printf", "write-host", "write-output", "rem", "::", "cat", "grep", "sed", "awk", "rm", "mkdir", "cd",
     "touch", "ls", "test", "[", "[[", "chmod", "chown", "mv", "cp", "apt-get", "apt", "pip", "pip3", "npm", "yarn",
     "pnpm", "conda", "mamba", "brew", "apk", "yum", "dnf", "git-lfs", "ln", "find", "head", "tail", "kill",
     "go", "gcc", "cargo", "nvidia-smi"}
)  # fmt: skip
"""Programs whose arguments load no model: they print, move files or install packages."""

WRAPPERS: Final = frozenset(
    {"sudo", "nohup", "time", "exec", "env", "command", "then", "do", "else", "if", "while", "until", "!", "{", "&",
     "uv", "uvx", "poetry", "pipx", "pipenv", "pdm", "hatch", "run", "start", "call", "xargs", "watch", "nice",
     "stdbuf", "eval", "tini", "--", "dumb-init", "start-process"}
)  # fmt: skip
"""Words in front of the program that matters."""

SHELLS: Final = frozenset({"sh", "bash", "zsh", "dash", "ash", "/bin/sh", "/bin/bash", "/usr/bin/env"})


class Tool(Struct, frozen=True):
    """How one program takes models. `verbs`: subcommands of which one must come first (none: no subcommand), after
    which the first `positionals` arguments are models; `flags`: short or unusual flags that take one; `provider`:
    what the program downloads from where nothing else is said; `loads_any`: any plain name is a model of
    `provider` there; `router`: names carry the prefix of a provider."""

    verbs: tuple[tuple[str, ...], ...] = ()
    positionals: int = 0
    flags: tuple[str, ...] = ()
    provider: str | None = None
    loads_any: bool = False
    router: bool = False


_LLAMA: Final = Tool(
    flags=("-hf", "-hfr", "--hf-repo", "-hfd", "-hfrd", "--hf-repo-draft", "-hfv", "--hf-repo-v", "-m", "--model",
           "-md", "--model-draft", "-mu", "--model-url", "--mmproj", "-mm", "--lora", "--mmproj-url", "-mmu"),
)  # fmt: skip

TOOLS: Final[dict[str, Tool]] = {
    "vllm": Tool(verbs=(("serve",), ("chat",), ("complete",)), positionals=1),
    "vllm.entrypoints.openai.api_server": Tool(flags=("--model",)),
    "vllm.entrypoints.api_server": Tool(flags=("--model",)),
    "sglang.launch_server": Tool(flags=("--model-path", "--model")),
    "text-generation-launcher": Tool(flags=("--model-id",)),
    "text-embeddings-router": Tool(flags=("--model-id",)),
    "trtllm-serve": Tool(positionals=1),
    "lmdeploy": Tool(verbs=(("serve", "api_server"), ("serve", "gradio"), ("chat",), ("lite",)), positionals=1),
    "transformers": Tool(verbs=(("chat",), ("serve",), ("download",)), positionals=1),
    "transformers-cli": Tool(verbs=(("download",),), positionals=1),
    "huggingface-cli": Tool(verbs=(("download",),), positionals=1, provider="huggingface"),
    "hf": Tool(verbs=(("download",),), positionals=1, provider="huggingface"),
    "modelscope": Tool(verbs=(("download",),), positionals=1, flags=("--model", "--model_id"), provider="modelscope"),
    "ollama": Tool(verbs=(("run",), ("pull",), ("show",)), positionals=1, provider="ollama", loads_any=True),
    "ramalama": Tool(verbs=(("run",), ("pull",), ("serve",)), positionals=1, provider="ollama", loads_any=True),
    "spacy": Tool(verbs=(("download",),), positionals=1, provider="spacy", loads_any=True),
    "mlc_llm": Tool(verbs=(("serve",), ("chat",)), positionals=1),
    "llama-server": _LLAMA,
    "llama-cli": _LLAMA,
    "llama-run": _LLAMA,
    "llama-bench": _LLAMA,
    "llama-embedding": _LLAMA,
    "llama-mtmd-cli": _LLAMA,
    "llamafile": _LLAMA,
    "koboldcpp": _LLAMA,
    "main": _LLAMA,
    "server": _LLAMA,
    "llama_cpp.server": Tool(flags=("--model", "--hf_model_repo_id")),
    "llm": Tool(flags=("-m", "--model")),
    "aichat": Tool(flags=("-m", "--model"), router=True),
    "litellm": Tool(flags=("-m", "--model"), router=True),
    "aider": Tool(flags=("--model", "--weak-model", "--editor-model"), router=True),
    "codex": Tool(flags=("-m", "--model"), provider="openai"),
    "claude": Tool(flags=("--model",), provider="anthropic"),
    "gemini": Tool(flags=("-m", "--model"), provider="gemini"),
    "bedrock-runtime": Tool(flags=("--model-id",), provider="bedrock", loads_any=True),
    "cognitiveservices": Tool(flags=("--model-name",), provider="azure-openai", loads_any=True),
    "optimum-cli": Tool(flags=("-m", "--model")),
    "tune": Tool(verbs=(("download",),), positionals=1, provider="huggingface"),
    "mlx_lm": Tool(flags=("--model", "--hf-path", "--adapter-path")),
}
"""By the last part of a program's path, or the module behind `python -m`; subcommands of cloud tools by themselves."""

PLAIN_WORDS: Final = frozenset({"main", "server"})
"""Programs whose names are words of every command line (`--revision main`): only in front are they programs."""

ADDRESS_READERS: Final = frozenset(
    {"curl", "wget", "aria2c", "axel", "invoke-webrequest", "iwr", "invoke-restmethod", "http", "https", "wget2",
     "add", "curl.exe", "wget.exe", "start-bitstransfer"}
)  # fmt: skip
"""Programs that fetch the addresses they are given."""
