using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Reference;

/// <summary>Names and kinds of a record's properties.</summary>
internal sealed record ReferenceShape(string Key, IReadOnlyList<string> Data, IReadOnlyList<string> FullText, IReadOnlyDictionary<string, IEmbeddingGenerator?> Vectors)
{
    public IEnumerable<string> All => [Key, .. Data, .. Vectors.Keys];

    public static ReferenceShape Of(Type type, VectorStoreCollectionDefinition? definition)
    {
        var properties = definition?.Properties.ToList() ?? [];
        foreach (var clr in properties.Count > 0 || type == typeof(Dictionary<string, object?>) ? [] : type.GetProperties())
        {
            if (clr.GetCustomAttribute<VectorStoreKeyAttribute>() is not null)
            {
                properties.Add(new VectorStoreKeyProperty(clr.Name, clr.PropertyType));
            }
            else if (clr.GetCustomAttribute<VectorStoreDataAttribute>() is { } data)
            {
                properties.Add(new VectorStoreDataProperty(clr.Name, clr.PropertyType) { IsFullTextIndexed = data.IsFullTextIndexed });
            }
            else if (clr.GetCustomAttribute<VectorStoreVectorAttribute>() is { } vector)
            {
                properties.Add(new VectorStoreVectorProperty(clr.Name, clr.PropertyType, vector.Dimensions));
            }
        }

        return new ReferenceShape(
            properties.OfType<VectorStoreKeyProperty>().Single().Name,
            [.. properties.OfType<VectorStoreDataProperty>().Select(p => p.Name)],
            [.. properties.OfType<VectorStoreDataProperty>().Where(p => p.IsFullTextIndexed).Select(p => p.Name)],
            properties.OfType<VectorStoreVectorProperty>().ToDictionary(p => p.Name, p => p.EmbeddingGenerator ?? definition?.EmbeddingGenerator));
    }

    public Dictionary<string, object?> Read(object record)
    {
        if (record is Dictionary<string, object?> dynamic)
        {
            var unknown = dynamic.Keys.FirstOrDefault(k => !All.Contains(k));
            return unknown is null
                ? All.ToDictionary(n => n, n => dynamic.GetValueOrDefault(n))
                : throw new InvalidOperationException($"unknown property '{unknown}'");
        }

        return All.ToDictionary(n => n, n => record.GetType().GetProperty(n)!.GetValue(record));
    }

    public TRecord Write<TRecord>(Dictionary<string, object?> row, bool includeVectors)
    {
        var names = includeVectors ? All : All.Where(n => !Vectors.ContainsKey(n));
        if (typeof(TRecord) == typeof(Dictionary<string, object?>))
        {
            return (TRecord)(object)names.ToDictionary(n => n, n => row[n]);
        }

        var record = Activator.CreateInstance<TRecord>();
        foreach (var name in names.Where(n => row[n] is not null))
        {
            typeof(TRecord).GetProperty(name)!.SetValue(record, row[name]);
        }

        return record;
    }
}
