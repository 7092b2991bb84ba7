"""Every setting that turns the verification of certificates off for a whole process, and the same ones left on."""

from __future__ import annotations

import pytest

from govscan.discover.exposure_spots import spots_in


@pytest.mark.parametrize(
    "text",
    [
        "NODE_TLS_REJECT_UNAUTHORIZED=0",
        "PYTHONHTTPSVERIFY=0",
        "REQUESTS_CA_BUNDLE=",
        'os.environ["CURL_CA_BUNDLE"] = ""',
        "HF_HUB_DISABLE_SSL_VERIFICATION=1",
        "os.environ['HF_HUB_DISABLE_SSL_VERIFY'] = 'true'",
        "SSL_VERIFY: false",
        "GIT_SSL_NO_VERIFY=true",
        "ssl._create_default_https_context = ssl._create_unverified_context",
        "litellm.ssl_verify = False",
    ],
)
def test_off(text: str) -> None:
    assert any(spot.everywhere for spot in spots_in("a.env", f"X=1\n{text}\n", f"X=1\n{text}\n".encode()))


@pytest.mark.parametrize(
    "text",
    ["NODE_TLS_REJECT_UNAUTHORIZED=1", "HF_HUB_DISABLE_SSL_VERIFICATION=0", "SSL_VERIFY: true", "GIT_SSL_NO_VERIFY=0"],
)
def test_on(text: str) -> None:
    assert not spots_in("a.env", text, text.encode())
