"""What names of Python modules, functions and attributes reach for. Data: a dotted name stands for all below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NETWORK, PROCESS, WRITES, DYNAMIC = "network", "process", "file-write", "dynamic-code"
NATIVE, DESERIALIZES, ENVIRONMENT, OBFUSCATION = "native", "deserialize", "environment", "obfuscation"
CAPABILITIES: Final = (NETWORK, PROCESS, WRITES, DYNAMIC, NATIVE, DESERIALIZES, ENVIRONMENT, OBFUSCATION)

_NAMES: Final = {
    NETWORK: """
        socket ssl socketserver http.client http.server urllib.request urllib2 urllib3 requests httpx aiohttp ftplib
        smtplib telnetlib poplib imaplib nntplib xmlrpc websocket websockets paramiko fabric boto3 botocore s3fs gcsfs
        google.cloud azure grpc zmq pycurl wget gdown dns scapy webbrowser pysftp asyncssh tornado twisted
        asyncio.open_connection asyncio.start_server asyncio.open_unix_connection
        huggingface_hub.hf_hub_download huggingface_hub.snapshot_download huggingface_hub.HfApi
        huggingface_hub.HfFileSystem huggingface_hub.InferenceClient huggingface_hub.Repository
        huggingface_hub.upload_file huggingface_hub.upload_folder huggingface_hub.cached_download
        torch.hub torch.utils.model_zoo torchvision.datasets.utils tensorflow.keras.utils.get_file
        keras.utils.get_file datasets.load_dataset kernels.get_kernel
    """,
    PROCESS: """
        subprocess os.system os.popen os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe
        os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe os.posix_spawn
        os.posix_spawnp os.fork os.forkpty os.kill os.killpg os.startfile posix.system posix.popen nt.system pty
        commands popen2 pexpect sh plumbum invoke asyncio.create_subprocess_exec asyncio.create_subprocess_shell
        platform.popen distutils.spawn pip ensurepip setuptools IPython.get_ipython _posixsubprocess
        multiprocessing.popen_fork
    """,
    WRITES: """
        os.remove os.unlink os.rename os.renames os.replace os.rmdir os.removedirs os.mkdir os.makedirs os.chmod
        os.chown os.symlink os.link os.truncate os.ftruncate os.mkfifo os.mknod os.open os.write os.fdopen
        shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.copyfileobj shutil.move shutil.rmtree
        shutil.make_archive shutil.unpack_archive shutil.chown tempfile torch.save numpy.save numpy.savez
        numpy.savez_compressed numpy.savetxt numpy.memmap sqlite3.connect logging.FileHandler
        safetensors.torch.save_file safetensors.numpy.save_file fileinput
    """,
    DYNAMIC: """
        builtins.eval builtins.exec builtins.compile builtins.__import__ imp runpy code.InteractiveInterpreter
        code.InteractiveConsole codeop types.FunctionType types.CodeType zipimport importlib.reload
        importlib.__import__ importlib.machinery importlib.util.spec_from_file_location
        importlib.util.module_from_spec importlib.util.spec_from_loader sys.meta_path sys.path_hooks sys.settrace
        sys.setprofile threading.settrace transformers.dynamic_module_utils
    """,
    NATIVE: """
        ctypes _ctypes cffi torch.utils.cpp_extension torch.ops.load_library torch.classes.load_library
        tensorflow.load_op_library numpy.ctypeslib kernels cupy.RawKernel cupy.RawModule pycuda llvmlite
    """,
    DESERIALIZES: """
        pickle cPickle _pickle dill cloudpickle joblib.load marshal shelve jsonpickle yaml.unsafe_load
        yaml.full_load yaml.UnsafeLoader yaml.Loader pandas.read_pickle torch.jit.load torch.package
        tensorflow.keras.models.load_model keras.models.load_model sklearn.externals.joblib
    """,
    ENVIRONMENT: """
        os.environ os.environb os.getenv os.getenvb os.putenv os.getlogin os.path.expanduser dotenv getpass keyring
        netrc pwd platform.node pathlib.Path.home huggingface_hub.get_token huggingface_hub.HfFolder
    """,
    OBFUSCATION: "builtins.__builtins__ sys._getframe sys._current_frames gc.get_objects gc.get_referrers",
}
REACHES: Final[Mapping[str, str]] = {name: capability for capability, names in _NAMES.items() for name in names.split()}

CALLS: Final[Mapping[str, int]] = {"builtins.compile": 3, "types.FunctionType": 1, "types.CodeType": 1}
"""Names that count where they are called, with so many arguments at least: many a parameter is called so, and types are
compared."""

METHODS: Final[Mapping[str, str]] = {
    "write_text": WRITES,
    "write_bytes": WRITES,
    "unlink": WRITES,
    "touch": WRITES,
    "extractall": WRITES,
    "tofile": WRITES,
    "urlretrieve": NETWORK,
    "urlopen": NETWORK,
}
"""Methods that are called on what nobody follows."""

HIDDEN: Final = frozenset(
    {"__subclasses__", "__globals__", "__builtins__", "f_globals", "f_builtins", "f_locals", "f_back", "gi_frame"}
)
"""Attributes that lead from any object to whatever the interpreter has loaded."""

MODULES: Final = frozenset({"builtins", "os", "posix", "nt", "sys", "importlib", "subprocess", "ctypes", "socket"})
"""Modules of which an attribute whose name is computed can be anything."""

BUILTINS: Final = frozenset(
    {
        *("eval", "exec", "compile", "__import__", "open", "getattr", "vars", "globals", "locals", "__builtins__"),
        *("bytes", "chr", "str"),
    }
)

DECODERS: Final = ("base64", "zlib", "codecs", "binascii", "bz2", "lzma", "gzip", "marshal", "builtins.bytes.fromhex")

SECRETS: Final = (
    *("/.ssh", "id_rsa", ".aws/credentials", ".netrc", ".docker/config", ".kube/config", ".huggingface/token"),
    *("/etc/passwd", "/etc/shadow", "/proc/self/environ", "HF_TOKEN", "AWS_SECRET_ACCESS_KEY", "OPENAI_API_KEY"),
)


def capability_of(name: str) -> tuple[str, str] | None:
    """What a dotted name reaches for, and the name of the list that says so; None for anything else."""
    parts = name.split(".")[:8]
    for count in range(len(parts), 0, -1):
        known = ".".join(parts[:count])
        if known in REACHES:
            return REACHES[known], known
    return None
