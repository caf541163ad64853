-- The links of an incident, on its page and when it is deleted.
CREATE INDEX "mentions_incident" ON "mentions" ("incident_id");
