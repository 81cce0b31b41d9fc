namespace Reminisce.VectorData;

/// <summary>Carries key and data between the user's record and the inner dynamic record; content and vectors are the writer's.</summary>
internal sealed class EarlyExitMapper<TRecord>(EarlyExitSchema schema)
    where TRecord : class
{
    public object? Key(TRecord record) => schema.Model.KeyProperty.GetValueAsObject(record);

    public void SetKey(TRecord record, object key) => schema.Model.KeyProperty.SetValueAsObject(record, key);

    /// <summary>Reads a content property; dynamic records may hold any kind of content under one name.</summary>
    public static object? Content(TRecord record, EarlyExitProperty property) => record is Dictionary<string, object?> dynamic
        ? dynamic.GetValueOrDefault(property.Name)
        : property.Model.GetValueAsObject(record);

    public Dictionary<string, object?> ToInner(TRecord record)
    {
        var inner = new Dictionary<string, object?>(schema.InnerDefinition.Properties.Count, StringComparer.Ordinal);
        CopyData(record, inner);
        return inner;
    }

    public void CopyData(TRecord record, Dictionary<string, object?> inner)
    {
        foreach (var data in schema.Model.DataProperties)
        {
            inner[data.ModelName] = data.GetValueAsObject(record);
        }
    }

    public TRecord FromInner(Dictionary<string, object?> inner)
    {
        var record = schema.Model.CreateRecord<TRecord>();
        schema.Model.KeyProperty.SetValueAsObject(record, inner[schema.KeyName]);
        foreach (var data in schema.Model.DataProperties)
        {
            data.SetValueAsObject(record, inner.GetValueOrDefault(data.ModelName));
        }

        return record;
    }
}
