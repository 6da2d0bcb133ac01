"""The command that looks at the machine."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    short_help="Show what is found on this machine, what is in force, and why.",
    epilog="Examples: dl4j-bridge doctor --self-test; dl4j-bridge doctor --bundle report.zip",
)
@click.option("--self-test", is_flag=True, help="Train, too, and compare the bits: seconds.")
@click.option("-v", "--verbose", is_flag=True, help="Show what Java and native code are told, too.")
@click.option(
    "--bundle",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a zip for a bug report, without names, personal paths or variables' values.",
)
@click.option(
    "--run",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Put what this run had for an environment into the zip.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def doctor(
    self_test: bool, verbose: bool, bundle: Path | None, run: Path | None, as_json: bool
) -> int:
    """Show Java, jars, machine and settings, each with its reason; starts no Java.

    Ends with 4 if something is missing that training needs.
    """
    from ..lab.doctor.examining import examine, looked_at
    from ..lab.doctor.findings import sound
    from ..lab.doctor.screen import facts, lines

    if run and not bundle:
        raise click.UsageError("--run adds to a zip: name it with --bundle.")
    checks = examine()
    if self_test and sound(checks):
        checks.append(looked_at("self_test"))
    if bundle:
        from ..lab.doctor.bundle import write

        names = write(bundle, checks, run)
        click.echo(f"{bundle}: {', '.join(names)}. Look at it before you send it.", err=True)
    if as_json:
        click.echo(json.dumps(facts(checks)))
    else:
        click.echo("\n".join(lines(checks, everything=verbose)))
    return 0 if sound(checks) else 4
