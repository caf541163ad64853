CREATE TABLE "site_facts" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "place" TEXT NOT NULL,

    CONSTRAINT "site_facts_pkey" PRIMARY KEY ("name")
);
