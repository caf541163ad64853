-- What a vendor's history says of forecasts; the worker computes it for vendors without a row, and where it is due.
CREATE TABLE "vendor_forecasts" (
    "vendor_id" INTEGER NOT NULL,
    "share" DOUBLE PRECISION NOT NULL DEFAULT 0.8,
    "record" JSONB,
    "breaks" JSONB,
    "due_at" TIMESTAMPTZ(3),
    "computed_at" TIMESTAMPTZ(3),

    CONSTRAINT "vendor_forecasts_pkey" PRIMARY KEY ("vendor_id")
);

-- CreateIndex
CREATE INDEX "vendor_forecasts_due" ON "vendor_forecasts"("due_at");

-- AddForeignKey
ALTER TABLE "vendor_forecasts" ADD CONSTRAINT "vendor_forecasts_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE;
