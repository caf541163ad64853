-- By which a list of very many vendors is sorted; the worker computes them again every hour.
CREATE TABLE "vendor_figures" (
    "vendor_id" INTEGER NOT NULL,
    "incident_count" INTEGER NOT NULL,
    "downtime_seconds" INTEGER NOT NULL,
    "incidents_per_month" DOUBLE PRECISION,
    "median_duration_seconds" INTEGER,
    "known_days" INTEGER NOT NULL,
    "last_incident_at" TIMESTAMPTZ(3),
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vendor_figures_pkey" PRIMARY KEY ("vendor_id")
);

-- AddForeignKey
ALTER TABLE "vendor_figures" ADD CONSTRAINT "vendor_figures_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE;
