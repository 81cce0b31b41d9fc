namespace Reminisce.VectorData.Telemetry;

/// <summary>The keys of what is reported: OpenTelemetry's where it has one, the store's own elsewhere.</summary>
internal static class StoreTags
{
    public const string System = "db.system.name";
    public const string Store = "db.namespace";
    public const string Collection = "db.collection.name";
    public const string Operation = "db.operation.name";
    public const string BatchSize = "db.operation.batch.size";
    public const string ReturnedRows = "db.response.returned_rows";
    public const string ErrorType = "error.type";

    public const string Top = "reminisce.store.top";
    public const string Rows = "reminisce.store.rows";
    public const string Bytes = "reminisce.store.bytes";
    public const string Plan = "reminisce.store.plan";
    public const string Filtered = "reminisce.store.filtered";
    public const string Property = "reminisce.store.property";
    public const string State = "reminisce.store.state";
    public const string Findings = "reminisce.store.findings";
}
