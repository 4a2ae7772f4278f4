insert into settings (name, value) values ('references_tagged_since', to_jsonb(now())) on conflict do nothing;
