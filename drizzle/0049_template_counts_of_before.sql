-- without transaction
-- What lists of templates show of the last seven days. Hours after the mark are counted by the job that moves it.
INSERT INTO "template_counts" ("template_id", "hour", "count")
SELECT v."template_id", date_trunc('hour', m."created_at", 'UTC'), count(*)::int FROM "messages" m
JOIN "template_versions" v ON v."id" = m."template_version_id"
WHERE m."created_at" >= now() - interval '9 days' AND m."created_at" <
  (SELECT ("value"->>'until')::timestamptz FROM "settings" WHERE "name" = 'messages_counted')
GROUP BY 1, 2
ON CONFLICT DO NOTHING;
