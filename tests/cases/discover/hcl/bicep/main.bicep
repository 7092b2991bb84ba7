// param x string = 'gpt-3'
@description('The model')
param openAiModelName string = 'gpt-4o'
param location string = resourceGroup().location
var deploymentName = 'chat'
resource dep 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {
  parent: account
  name: 'chat'
  properties: {
    model: {
      format: 'OpenAI'
      name: 'gpt-4o-mini'
      version: '2024'
    }
  }
}
module m 'core.bicep' = { params: { embeddingModelName: 'text-embedding-3-small' } }
output MODEL string = 'gpt-4o'
