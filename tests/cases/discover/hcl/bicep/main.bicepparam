using './main.bicep'
param openAiModelName = 'gpt-4.1'
