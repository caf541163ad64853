-- CreateTable
CREATE TABLE "observations" (
    "source_id" INTEGER NOT NULL,
    "document_id" BIGINT NOT NULL,
    "first_observed_at" TIMESTAMPTZ(3) NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,
    "read_count" INTEGER NOT NULL,
    "recent_gaps" INTEGER[],
    "interval_seconds" INTEGER NOT NULL,
    "verdict" "verdict" NOT NULL,

    CONSTRAINT "observations_pkey" PRIMARY KEY ("source_id","first_observed_at","document_id")
);

-- Readings of the same document in a row, with no other one at its address between and no gap of more than three intervals, are one
-- observation. The latest 288 of them keep their times.
INSERT INTO "observations"
WITH placed AS (
    SELECT r.*, s.poll_interval_seconds,
        coalesce(r.read_at IS NOT NULL AND lag(r.read_at) OVER w IS NOT NULL
            AND lag(r.document_id) OVER w = r.document_id AND lag(r.verdict) OVER w = r.verdict
            AND r.said_at - lag(r.said_at) OVER w <= 3 * s.poll_interval_seconds * interval '1 second', false) AS goes_on,
        (extract(epoch FROM r.said_at - lag(r.said_at) OVER w) * 1000)::bigint AS gap,
        row_number() OVER w AS place, d.url
    FROM "readings" r JOIN "documents" d ON d.id = r.document_id JOIN "sources" s ON s.id = r.source_id
    WINDOW w AS (PARTITION BY r.source_id, d.url ORDER BY r.said_at, d.sha256, r.document_id)
), numbered AS (
    SELECT *,
        count(*) FILTER (WHERE NOT goes_on) OVER (PARTITION BY source_id, url ORDER BY place) AS change
    FROM placed
), counted AS (
    SELECT *, row_number() OVER (PARTITION BY source_id, url, change ORDER BY place DESC) AS from_last FROM numbered
)
SELECT source_id, min(document_id), min(said_at), max(said_at), count(read_at)::int,
    coalesce(array_agg(gap::int ORDER BY place) FILTER (WHERE goes_on AND from_last <= 287), '{}'),
    min(poll_interval_seconds), min(verdict)
FROM counted GROUP BY source_id, url, change;

-- DropTable
DROP TABLE "readings";

-- CreateIndex
CREATE INDEX "observations_last" ON "observations"("source_id", "last_observed_at");

-- CreateIndex
CREATE INDEX "observations_document" ON "observations"("document_id", "first_observed_at");

-- AddForeignKey
ALTER TABLE "observations" ADD CONSTRAINT "observations_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observations" ADD CONSTRAINT "observations_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;
