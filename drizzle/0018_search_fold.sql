-- Names as searches compare them; searchFold in core/input/search-fold.ts does the same for what is searched for.
CREATE FUNCTION search_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2000
RETURN CASE WHEN octet_length(value) = char_length(value) THEN lower(value COLLATE "C")
  ELSE replace(replace(replace(replace(replace(replace(translate(
    regexp_replace(normalize(value, NFKD) COLLATE "C", '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff0-\ufffb]', '', 'g'),
    'ABCDEFGHIJKLMNOPQRSTUVWXYZØøŁłĐđÐðĦħŦŧıŊƏÞΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖٱةىیېےکڪہھەۃ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹‘’‛ʼ′“”‟«»‐‒–—―−،؛؟٪٫٬⠀',
    'abcdefghijklmnopqrstuvwxyzoollddddhhttiŋəþαβγδεζηθικλμνξοπρστυφχψωσабвгдежзийклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆاهييييككهههه01234567890123456789''''''''''"""""------,;?%., '
  ), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe') END;
--> statement-breakpoint
-- The pieces of three letters: with an index on them a search for a part of a name reads only what can match.
CREATE FUNCTION search_pieces(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5000
RETURN ARRAY(SELECT DISTINCT substr(folded, at, 3) FROM generate_series(1, char_length(folded) - 2) AS at);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "name_search" text GENERATED ALWAYS AS (search_fold(name)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "contact_search" text GENERATED ALWAYS AS (search_fold(coalesce(contact_name, '') || E'\n' || coalesce(contact_email, ''))) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "accounts_name_search" ON "accounts" USING gin (search_pieces("name_search"));--> statement-breakpoint
CREATE INDEX "accounts_contact_search" ON "accounts" USING gin (search_pieces("contact_search"));--> statement-breakpoint
CREATE INDEX "users_email_search" ON "users" USING gin (search_pieces(search_fold("email")));