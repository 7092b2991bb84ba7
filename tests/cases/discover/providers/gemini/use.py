from google import genai
genai.Client(api_key="k").models.generate_content(model="gemini-2.5-pro")
