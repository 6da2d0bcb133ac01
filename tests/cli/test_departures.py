"""A network that misleads, on the command line."""

from .conftest import Cli


def test_train_warns_in_one_line(cli: Cli) -> None:
    done = cli("train", "--data", "iris", "--epochs", 1, "--updater", "noop", "--quiet")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [done.stderr.strip()]
    assert done.stderr.startswith("Warning: NoOp() does not leave the parameters alone")
    assert "Warning" not in done.stdout
