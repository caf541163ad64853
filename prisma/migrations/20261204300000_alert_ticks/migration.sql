-- When any worker last looked at what the clock brings, so that of many only one does so every few seconds.
CREATE TABLE "alert_ticks" (
    "id" INTEGER NOT NULL,
    "ticked_at" TIMESTAMPTZ(3) NOT NULL,
    "watched_since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_ticks_pkey" PRIMARY KEY ("id")
);
