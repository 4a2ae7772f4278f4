-- without transaction
-- What pages show of the last thirty days. Hours after the mark are counted by the job that moves it.
INSERT INTO "token_counts" ("token_id", "hour", "count")
SELECT "token_id", date_trunc('hour', "created_at", 'UTC'), count(*)::int FROM "messages"
WHERE "token_id" IS NOT NULL AND "created_at" >= now() - interval '32 days' AND "created_at" <
  (SELECT ("value"->>'until')::timestamptz FROM "settings" WHERE "name" = 'messages_counted')
GROUP BY 1, 2
ON CONFLICT DO NOTHING;
