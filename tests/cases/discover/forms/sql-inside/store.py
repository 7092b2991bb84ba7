def search(cursor, words):
    cursor.execute("SELECT * FROM notes ORDER BY embedding <=> ai.openai_embed('text-embedding-3-small', %s)", words)
    session.sql(f"select snowflake.cortex.complete('mistral-large2', '{words}')").collect()
