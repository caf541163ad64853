-- AlterTable
ALTER TABLE "incident_updates" ADD COLUMN "is_id_derived" BOOLEAN NOT NULL DEFAULT false;
