import typer

app = typer.Typer()


@app.command()
def main(model: str = typer.Option("acme/chat-7b")) -> None: ...
