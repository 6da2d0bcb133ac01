"""What is read of Maven's settings.xml, for jars that come without Maven."""

from pathlib import Path

import pytest

from dl4j_bridge.jvm.jars import maven_settings

CENTRAL = "https://central.invalid/maven2"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAVEN_OPTS", f"-Xmx1g -Duser.home={tmp_path}")
    monkeypatch.delenv("MAVEN_ARGS", raising=False)
    (tmp_path / ".m2").mkdir()
    return tmp_path / ".m2" / "settings.xml"


def write(path: Path, text: str, namespace: str = "") -> None:
    path.write_text(f"<settings{namespace}>{text}</settings>", "utf-8")


def mirror(name: str, of: str) -> str:
    url = f"https://{name}.invalid/"
    return f"<mirror><id>{name}</id><mirrorOf>{of}</mirrorOf><url>{url}</url></mirror>"


@pytest.mark.parametrize("content", [None, "", "<settings>", "<settings/>"])
def test_without_settings_there_is_central(settings: Path, content: str | None) -> None:
    if content is not None:
        settings.write_text(content, "utf-8")
    assert maven_settings.repositories(CENTRAL) == {"central": CENTRAL}
    assert maven_settings.proxies() == {}


@pytest.mark.parametrize(
    ("of", "stands"),
    [
        ("central", True),
        ("*", True),
        ("other, central", True),
        ("external:*", True),
        ("external:http:*", False),
        ("*,!central", False),
        ("other", False),
    ],
)
@pytest.mark.parametrize("namespace", ["", ' xmlns="http://maven.apache.org/SETTINGS/1.0.0"'])
def test_a_mirror_of_central(settings: Path, of: str, stands: bool, namespace: str) -> None:
    write(settings, f"<mirrors>{mirror('near', of)}{mirror('far', '*')}</mirrors>", namespace)
    name = "near" if stands else "far"
    assert maven_settings.repositories(CENTRAL) == {name: f"https://{name}.invalid"}


def test_a_private_repository_with_a_password(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "p@ss")
    repository = "<repository><id>ours</id><url>https://ours.invalid/x</url></repository>"
    server = (
        "<server><id>ours</id><username>me</username><password>${env.TOKEN}</password></server>"
    )
    write(
        settings,
        f"<profiles><profile><id>work</id><repositories>{repository}</repositories></profile>"
        "<profile><id>idle</id><repositories><repository><id>no</id><url>n</url></repository>"
        "</repositories></profile></profiles>"
        f"<activeProfiles><activeProfile>work</activeProfile></activeProfiles>"
        f"<servers>{server}</servers>",
    )
    asked = maven_settings.repositories(CENTRAL)
    assert asked == {"ours": "https://me:p%40ss@ours.invalid/x", "central": CENTRAL}
    assert maven_settings.without_password(asked["ours"]) == "https://ours.invalid/x"


def test_an_encrypted_password_is_not_sent(settings: Path) -> None:
    server = "<server><id>near</id><username>me</username><password>{abc=}</password></server>"
    write(settings, f"<mirrors>{mirror('near', '*')}</mirrors><servers>{server}</servers>")
    assert maven_settings.repositories(CENTRAL) == {"near": "https://near.invalid"}


def test_proxies(settings: Path) -> None:
    idle = "<proxy><active>false</active><host>idle</host></proxy>"
    proxy = (
        "<proxy><active>true</active><host>gate.invalid</host><port>3128</port>"
        "<username>me</username><password>x y</password>"
        "<nonProxyHosts>localhost|*.ours.invalid</nonProxyHosts></proxy>"
    )
    write(settings, f"<proxies>{idle}{proxy}</proxies>")
    assert maven_settings.proxies() == {
        "http_proxy": "http://me:x%20y@gate.invalid:3128",
        "https_proxy": "http://me:x%20y@gate.invalid:3128",
        "no_proxy": "localhost,.ours.invalid",
    }
