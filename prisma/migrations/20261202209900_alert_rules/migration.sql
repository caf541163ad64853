-- Which events go to which targets, and what has been noted to know that a vendor's state has changed.
CREATE TABLE "alert_rules" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "is_for_all" BOOLEAN NOT NULL,
    "components" TEXT[],
    "kinds" "kind"[],
    "min_impact" "impact",
    "events" "alert_event_kind"[],
    "zone" TEXT NOT NULL DEFAULT 'UTC',
    "quiet_from" TEXT,
    "quiet_until" TEXT,
    "digest_minutes" INTEGER,
    "cool_down_minutes" INTEGER,
    "paused_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "alert_rule_vendors" (
    "rule_id" INTEGER NOT NULL,
    "slug" TEXT NOT NULL,
    "vendor_id" INTEGER,

    CONSTRAINT "alert_rule_vendors_pkey" PRIMARY KEY ("rule_id", "slug")
);

CREATE TABLE "alert_rule_targets" (
    "rule_id" INTEGER NOT NULL,
    "target_id" INTEGER NOT NULL,

    CONSTRAINT "alert_rule_targets_pkey" PRIMARY KEY ("rule_id", "target_id")
);

CREATE TABLE "alert_cool_downs" (
    "rule_id" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_cool_downs_pkey" PRIMARY KEY ("rule_id", "subject")
);

CREATE TABLE "alert_vendor_states" (
    "vendor_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_vendor_states_pkey" PRIMARY KEY ("vendor_id")
);

CREATE UNIQUE INDEX "alert_rules_name_key" ON "alert_rules"("name");
CREATE INDEX "alert_rule_vendors_vendor" ON "alert_rule_vendors"("vendor_id");
CREATE INDEX "alert_rule_targets_target" ON "alert_rule_targets"("target_id");

ALTER TABLE "alert_rule_vendors" ADD CONSTRAINT "alert_rule_vendors_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "alert_rule_vendors" ADD CONSTRAINT "alert_rule_vendors_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "alert_rule_targets" ADD CONSTRAINT "alert_rule_targets_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "alert_rule_targets" ADD CONSTRAINT "alert_rule_targets_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "alert_targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "alert_cool_downs" ADD CONSTRAINT "alert_cool_downs_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "alert_vendor_states" ADD CONSTRAINT "alert_vendor_states_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE;
