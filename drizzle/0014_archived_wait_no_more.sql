-- What waited for approval when its template was archived waits no more, as it is from now on.
UPDATE "template_versions" v SET "status" = 'draft', "submitted_at" = NULL
FROM "templates" t
WHERE t."id" = v."template_id" AND t."archived_at" IS NOT NULL AND v."status" = 'pending';
