-- AlterTable
ALTER TABLE "sources" ADD COLUMN     "id_source_key" TEXT,
ADD COLUMN     "id_vendor_key" TEXT,
ADD COLUMN     "moved_hint" JSONB;

-- CreateTable
CREATE TABLE "moves" (
    "source_id" INTEGER NOT NULL,
    "target_id" INTEGER NOT NULL,
    "tolerance_seconds" INTEGER NOT NULL,
    "apart" TEXT[],
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "moved_by" TEXT NOT NULL,

    CONSTRAINT "moves_pkey" PRIMARY KEY ("source_id")
);

-- CreateTable
CREATE TABLE "batches" (
    "id" UUID NOT NULL,
    "subject" TEXT,
    "mode" "run_mode" NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_as" UUID,

    CONSTRAINT "batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch_runs" (
    "batch_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,

    CONSTRAINT "batch_runs_pkey" PRIMARY KEY ("batch_id","run_id")
);

-- CreateIndex
CREATE INDEX "moves_target" ON "moves"("target_id");

-- CreateIndex
CREATE INDEX "batches_newest" ON "batches"("created_at" DESC);

-- CreateIndex
CREATE INDEX "batch_runs_run" ON "batch_runs"("run_id");

-- AddForeignKey
ALTER TABLE "moves" ADD CONSTRAINT "moves_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "moves" ADD CONSTRAINT "moves_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch_runs" ADD CONSTRAINT "batch_runs_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch_runs" ADD CONSTRAINT "batch_runs_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows cannot be written in schema.prisma.

-- What goes with a deleted row is found by these: else each would be looked for in a whole table.
CREATE INDEX "incidents_twin" ON "incidents" ("twin_id") WHERE "twin_id" IS NOT NULL;
CREATE INDEX "revisions_update" ON "revisions" ("update_id") WHERE "update_id" IS NOT NULL;
CREATE INDEX "runs_document" ON "runs" ("document_id") WHERE "document_id" IS NOT NULL;
