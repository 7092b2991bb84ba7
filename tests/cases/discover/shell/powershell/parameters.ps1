param(
    [Parameter(Mandatory=$true)]
    [string]$Endpoint,
    [string]$Deployment = "gpt-5-mini",
    [string[]] $Models = "acme/one",
    [string]$EmbeddingDeployment = "text-embedding-3-small"
)
