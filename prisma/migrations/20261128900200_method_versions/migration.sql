-- Which version of the method the stored figures follow, and what a change of it did to the figures of each vendor.
CREATE TABLE "method_versions" (
  "version" INTEGER NOT NULL,
  "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "applied_at" TIMESTAMPTZ(3),
  CONSTRAINT "method_versions_pkey" PRIMARY KEY ("version")
);

CREATE TABLE "restatements" (
  "vendor_id" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  "window_text" TEXT NOT NULL,
  "as_of" TIMESTAMPTZ(3) NOT NULL,
  "before" JSONB NOT NULL,
  "after" JSONB,
  CONSTRAINT "restatements_pkey" PRIMARY KEY ("vendor_id", "version", "window_text"),
  CONSTRAINT "restatements_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
