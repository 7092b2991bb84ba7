"""An MLflow model registry, through MLflow's own client: a registered model and version enter, its card and license
texts leave. The weights stay where they are, and nothing of the model is loaded.

An extra (`pip install govscan[mlflow]`). The registry is the user's own: MLFLOW_REGISTRY_URI or MLFLOW_TRACKING_URI.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from govscan import limits
from govscan.evidence import Artifact, Document, Failure, HubRecord, Resolved
from govscan.reference import Identity
from govscan.resolve.documents import cards, license_files, too_large, unread
from govscan.resolve.hub_http import Trouble
from govscan.resolve.remote import Asking, shown

_CONFIGS: Final = ("adapter_config.json", "config.json")
_STAGES: Final = ("none", "staging", "production", "archived")  # how older registries named what is in use
_LICENSE_TAGS: Final = ("license", "license_name")


def connect(asking: Asking) -> Registry:
    """The registry of the user's environment.

    Raises:
        Trouble: MLflow is not installed, or no registry is set.
    """
    uri = os.environ.get("MLFLOW_REGISTRY_URI") or os.environ.get("MLFLOW_TRACKING_URI")
    if not uri:
        sentence = "no MLflow registry is set: set MLFLOW_REGISTRY_URI or MLFLOW_TRACKING_URI"
        raise Trouble(Failure.UNSUPPORTED, sentence)
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")  # who scans does not report to anybody
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", str(max(1, int(asking.timeout))))
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
    with _quiet():
        try:
            from mlflow import MlflowClient
        except ImportError:
            sentence = "models of an MLflow registry are read with its client: pip install 'govscan[mlflow]'"
            raise Trouble(Failure.UNSUPPORTED, sentence) from None
        try:
            client = MlflowClient(tracking_uri=os.environ.get("MLFLOW_TRACKING_URI") or uri, registry_uri=uri)
        except Exception as error:  # noqa: BLE001 - of any kind, and the message may quote credentials
            sentence = f"the MLflow registry cannot be opened ({type(error).__name__})"
            raise Trouble(Failure.NETWORK, sentence) from None
    return Registry(client, shown(uri))


class Registry:
    def __init__(self, client: Any, where: str) -> None:
        self.client, self.where = client, where
        self.alone = threading.Lock()  # the client does not promise to serve several threads

    def read(self, identity: Identity) -> Resolved:
        with self.alone, _quiet(), tempfile.TemporaryDirectory(prefix="govscan-") as folder:
            try:
                version = self._version(identity)
                return self._evidence(identity, version, Path(folder))
            except Trouble:
                raise
            except Exception as error:  # noqa: BLE001 - the client's own, whose messages may quote credentials
                raise _trouble(error, identity) from None

    def _version(self, identity: Identity) -> Any:
        """The version that is meant: by number, alias or stage; the newest where the code names none."""
        name, wanted = identity.name, identity.revision or ""
        if wanted.isdigit():
            return self.client.get_model_version(name, wanted)
        if wanted.lower() in _STAGES:
            found = self.client.get_latest_versions(name, stages=[wanted])
        elif wanted and wanted != "latest":
            return self.client.get_model_version_by_alias(name, wanted)
        else:
            found = self.client.search_model_versions(f"name='{name}'", 1, ["version_number DESC"])
        if not found:
            raise Trouble(
                Failure.NOT_FOUND, f"the MLflow registry has no version {wanted} of {name}".replace("  ", " ")
            )
        return found[0]

    def _evidence(self, identity: Identity, version: Any, folder: Path) -> Resolved:
        from mlflow.artifacts import download_artifacts

        root = self.client.get_model_version_download_uri(version.name, str(version.version))
        notes: list[str] = []
        files = dict(self._files(root, notes))
        texts = license_files(files)
        wanted = [
            *cards(files)[:1],
            *texts[: limits.REGISTRY_LICENSE_FILES],
            *(name for name in _CONFIGS if name in files),
        ]
        if len(texts) > limits.REGISTRY_LICENSE_FILES:
            notes.append(
                unread(f"only the first {limits.REGISTRY_LICENSE_FILES} of {len(texts)} license files were read")
            )
        documents = []
        for name in wanted:
            if (files[name] or 0) > limits.DOCUMENT_BYTES:
                notes.append(too_large(name, files[name]))
                continue
            path = Path(download_artifacts(artifact_uri=f"{root.rstrip('/')}/{name}", dst_path=str(folder)))
            with path.open("rb") as file:
                data = file.read(limits.DOCUMENT_BYTES + 1)
            if len(data) > limits.DOCUMENT_BYTES:
                notes.append(too_large(name))
            else:
                source = f"{self.where} models:/{version.name}/{version.version}/{name}"
                documents.append(Document.of(name, source, data))
        read = {document.name for document in documents}
        others = sorted(name for name in files if name not in read)
        return Resolved(
            identity,
            "mlflow",
            documents=tuple(documents),
            artifacts=tuple(Artifact(name, files[name]) for name in others[: limits.MODEL_FILES]),
            hub=_record(version),
            notes=(f"version {version.version} of the registry", *notes),
        )

    def _files(self, root: str, notes: list[str]) -> Iterator[tuple[str, int | None]]:
        """Every file of a version with its size, relative to the model."""
        from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

        repository = get_artifact_repository(root)
        folders: list[str | None] = [None]
        for _ in range(limits.REGISTRY_FOLDERS):
            if not folders:
                return
            for entry in repository.list_artifacts(folders.pop()):
                if entry.is_dir:
                    folders.append(entry.path)
                elif ".." not in entry.path.split("/"):
                    yield entry.path, entry.file_size
        if folders:
            notes.append(unread(f"only the first {limits.REGISTRY_FOLDERS} folders were listed"))


def _record(version: Any) -> HubRecord:
    tags = version.tags if isinstance(version.tags, dict) else {}
    license_ = next((tags[name] for name in _LICENSE_TAGS if tags.get(name)), None)
    created = dt.datetime.fromtimestamp(version.creation_timestamp / 1000, dt.UTC).date().isoformat()
    return HubRecord(license_tag=license_, created=created)


def _trouble(error: Exception, identity: Identity) -> Trouble:
    """Nothing of the client's message is passed on: addresses in it may hold a password."""
    code = str(getattr(error, "error_code", ""))
    if code in ("RESOURCE_DOES_NOT_EXIST", "NOT_FOUND", "INVALID_PARAMETER_VALUE"):
        at = f" {identity.revision}" if identity.revision else ""
        return Trouble(Failure.NOT_FOUND, f"the MLflow registry has no {identity.name}{at}")
    if code in ("PERMISSION_DENIED", "UNAUTHENTICATED"):
        return Trouble(Failure.UNAUTHORIZED, f"the MLflow registry forbids access to {identity.name}")
    return Trouble(Failure.NETWORK, f"the MLflow registry or its store of files failed ({type(error).__name__})")


class _quiet(warnings.catch_warnings):  # noqa: N801 - reads as a word
    """The client's own warnings are no concern of the person who scans."""

    def __enter__(self) -> Any:
        entered = super().__enter__()
        warnings.simplefilter("ignore")
        return entered
