CREATE TYPE "alert_event_kind" AS ENUM (
  'opened', 'updated', 'impact_raised', 'impact_lowered', 'resolved', 'reopened', 'withdrawn', 'corrected',
  'planned', 'started', 'ended', 'called_off', 'state_changed', 'source_failing', 'source_recovered'
);

CREATE TABLE "alert_events" (
  "id" BIGSERIAL NOT NULL,
  "kind" "alert_event_kind" NOT NULL,
  "vendor_id" INTEGER NOT NULL,
  "incident_id" BIGINT,
  "source_id" INTEGER,
  "happened_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "detail" JSONB NOT NULL,
  "dispatched_at" TIMESTAMPTZ(3),

  CONSTRAINT "alert_events_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alert_events_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "alert_events_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "alert_events_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE INDEX "alert_events_waiting" ON "alert_events"("id") WHERE dispatched_at IS NULL;
CREATE INDEX "alert_events_incident" ON "alert_events"("incident_id");
CREATE INDEX "alert_events_recorded" ON "alert_events"("recorded_at");
