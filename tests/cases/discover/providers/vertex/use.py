from google import genai
client = genai.Client(vertexai=True, location="europe-west4")
client.models.generate_content(model="gemini-2.5-flash")
