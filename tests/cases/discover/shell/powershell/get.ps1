<# ollama pull commented #>
$models = @(
    "acme/first",
    "acme/second"
)
foreach ($model in $models) {
    Write-Host "from https://huggingface.co/$model"
    git clone "https://huggingface.co/$model" $model
}
$env:OLLAMA_MODEL = "llama3:8b"
llama-server.exe -m C:\models\tiny.gguf `
    --port 1
