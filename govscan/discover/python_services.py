"""A client's row and arguments enter, the service it talks to leaves: provider, base URLs and region."""

from __future__ import annotations

import ast

from govscan.discover.naming_places import safe_address
from govscan.discover.python_arguments import Arguments, origin_of
from govscan.discover.python_call import Call
from govscan.discover.python_module import Module, Site
from govscan.discover.python_values import Values


class Services:
    """Reads clients of one module."""

    def __init__(self, module: Module, values: Values) -> None:
        self.module = module
        self.values = values

    def actual(self, row: Call, arguments: Arguments) -> Call:
        """The row as its other arguments turn it."""
        if row.provider == "gemini" and (arguments.flag("vertexai") or arguments.text("location")):
            return row._replace(provider="vertex")
        openai = self.module.attributes.get("api_type", ())
        if row.provider == "openai" and any(
            binding.owner == "openai" and self.values.text(binding.node, binding.scope) == "azure" for binding in openai
        ):
            return row._replace(provider="azure-openai")
        return row

    def endpoints(self, row: Call, arguments: Arguments, site: Site) -> tuple[str | None, ...]:
        """The base URLs that a call is given, else those that the file sets for the whole SDK; at most four."""
        node = arguments.first_of(row.endpoint, None)
        if node is not None and node is arguments.named.get("credentials"):  # of watsonx: {"url": ..., "apikey": ...}
            node = arguments.entry(node, "url")
        texts = arguments.texts(node) if node is not None else ()
        if not texts and row.provider == "openai" and "api_base" in row.endpoint:
            for name in ("api_base", "base_url"):
                for binding in self.module.attributes.get(name, ()):
                    if binding.owner == "openai":
                        texts += self.values.texts(binding.node, binding.scope)
            for variable in ("OPENAI_BASE_URL", "OPENAI_API_BASE"):
                for binding in self.module.environment.get(variable, ()):
                    texts += self.values.texts(binding.node, binding.scope)
        found = tuple(dict.fromkeys(safe_address(text.text) for text in texts if text.text.strip()))
        return found[:4]

    def region(self, row: Call, arguments: Arguments) -> str | None:
        node = arguments.first_of(row.region, None)
        if node is not None:
            texts = arguments.texts(node)
            return texts[0].text if texts and texts[0].whole else None
        if row.provider in ("bedrock", "vertex"):
            return self.shared_region(row.provider, arguments.site)
        return None

    def shared_region(self, provider: str, site: Site) -> str | None:
        """The region of a boto3 session that makes the client, or of `vertexai.init`."""
        wanted = "init" if provider == "vertex" else "Session"
        receiver = site.node.func.value if isinstance(site.node.func, ast.Attribute) else None
        made = (
            {id(node) for node, _ in self.values.containers_of(receiver, site.scope)} if receiver is not None else set()
        )
        for other in self.module.callers.get(wanted, ()):
            if provider == "bedrock" and id(other.node) not in made:
                continue
            if provider == "vertex" and not origin_of(other.node.func, self.module).startswith("vertexai"):
                continue
            arguments = Arguments(other, self.values)
            node = arguments.first_of(("region_name", "location"), None)
            texts = arguments.texts(node) if node is not None else ()
            if texts:
                return texts[0].text
        return None
