-- SELECT SNOWFLAKE.CORTEX.COMPLETE('llama2-70b-chat', review) FROM reviews;
/* SELECT ai.openai_embed('gpt-4o', body)
   FROM documents; */
SELECT '-- no comment', ai.openai_embed('text-embedding-3-small', body) FROM documents;
