ALTER TYPE "standing" RENAME TO "dedup_status";
ALTER TABLE "incidents" RENAME COLUMN "standing" TO "dedup_status";
ALTER TABLE "incidents" RENAME COLUMN "twin_id" TO "duplicate_of_id";
ALTER TABLE "incidents" RENAME CONSTRAINT "incidents_twin_id_fkey" TO "incidents_duplicate_of_id_fkey";
ALTER TABLE "moves" RENAME COLUMN "apart" TO "not_duplicates";
