-- What was granted before there was a history: by whom the audit tells, where it still has the entry.
INSERT INTO "subscription_changes" ("subscription_id", "kind", "credits", "days", "actor_kind", "actor_name", "at")
SELECT s."id", 'grant', s."quota", greatest(0, round(extract(epoch from s."ends_at" - s."starts_at") / 86400)::int),
	coalesce(a."actor_kind", 'system'), coalesce(a."actor_name", 'migration'), s."created_at"
FROM "subscriptions" s LEFT JOIN LATERAL (
	SELECT e."actor_kind", e."actor_name" FROM "audit_entries" e
	WHERE e."account_id" = s."account_id" AND e."action" = 'subscription.grant' AND e."subject_id" = s."id"::text
	ORDER BY e."id" LIMIT 1
) a ON true ORDER BY s."id";
