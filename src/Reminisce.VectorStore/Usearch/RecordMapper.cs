using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData;

/// <summary>Reads rows back as records.</summary>
internal sealed class RecordMapper<TRecord>(CollectionModel model)
    where TRecord : class
{
    /// <summary>Reads ranked rows as results, best first.</summary>
    public List<VectorSearchResult<TRecord>> Read(ReaderConnection connection, TableBinding binding, ReadOnlySpan<ScoredRow> ranked, bool includeVectors)
    {
        var results = new List<VectorSearchResult<TRecord>>(ranked.Length);
        using var stored = connection.Query(includeVectors ? binding.SelectAll : binding.Select);
        foreach (var (row, score) in ranked)
        {
            stored.Bind(1, row);
            if (stored.Step())
            {
                results.Add(new VectorSearchResult<TRecord>(Map(stored, binding, includeVectors), score));
            }

            stored.Rewind();
        }

        return results;
    }

    /// <summary>Reads rows by number, in the given order; rows that are gone, or no longer pass the filter, are left out.</summary>
    public List<(long Row, TRecord Record)> Read(
        ReaderConnection connection, TableBinding binding, IReadOnlyList<long> rows, bool includeVectors, SqlFilter filter)
    {
        var found = new List<(long Row, TRecord Record)>(rows.Count);
        var select = includeVectors ? binding.SelectAll : binding.Select;
        using var stored = connection.Query(filter.IsAll ? select : $"{select} AND {filter.Sql}");
        stored.Bind(filter);
        for (var i = 0; i < rows.Count; i++)
        {
            stored.Bind(1, rows[i]);
            if (stored.Step())
            {
                found.Add((rows[i], Map(stored, binding, includeVectors)));
            }

            stored.Rewind();
        }

        return found;
    }

    private TRecord Map(PreparedQuery stored, TableBinding binding, bool includeVectors)
    {
        var record = model.CreateRecord<TRecord>();
        binding.Key.Codec.Read(stored, 0, binding.Key.Property, record);
        var field = 1;
        for (var i = 0; i < binding.Data.Count; i++)
        {
            var column = binding.Data[i];
            column.Codec.Read(stored, field, column.Property, record);
            field += column.Codec.HasExtra ? 2 : 1;
        }

        if (includeVectors)
        {
            foreach (var vector in binding.Vectors)
            {
                vector.Property.SetValueAsObject(record, stored.Value(field++) is byte[] blob ? vector.Format.Decode(vector.Property.Type, blob) : null);
            }
        }

        return record;
    }
}
