-- CreateIndex
CREATE INDEX "incidents_newest" ON "incidents"("sort_at" DESC, "id" DESC);
