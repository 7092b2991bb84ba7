import click


@click.command()
@click.option("--model", default="acme/chat-7b")
def main(model: str) -> None: ...
