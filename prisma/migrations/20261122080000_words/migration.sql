-- Full text moves into a table of its own, one row an incident: to take words apart costs more than to store all the rest,
-- and a large ingest leaves it for after its transaction.
DROP INDEX "incidents_title_words";
DROP INDEX "incident_updates_body_words";

-- AlterTable
ALTER TABLE "incident_updates" DROP COLUMN "content_hash";

-- CreateTable
CREATE TABLE "incident_words" (
    "incident_id" BIGINT NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "incident_words_pkey" PRIMARY KEY ("incident_id")
);

-- CreateTable
CREATE TABLE "words_due" (
    "incident_id" BIGINT NOT NULL,

    CONSTRAINT "words_due_pkey" PRIMARY KEY ("incident_id")
);

-- AddForeignKey
ALTER TABLE "incident_words" ADD CONSTRAINT "incident_words_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Full text over titles and texts.
CREATE INDEX "incident_words_search" ON "incident_words" USING gin ("words");

-- What is stored already.
INSERT INTO "words_due" SELECT "id" FROM "incidents";
