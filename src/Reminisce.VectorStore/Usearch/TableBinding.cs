using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData;

/// <summary>A record type's properties tied to one collection's columns. Immutable.</summary>
internal sealed class TableBinding
{
    private readonly Dictionary<PropertyModel, BoundColumn> _columns = [];

    /// <exception cref="InvalidOperationException">The collection lacks a property, or stores it in another form.</exception>
    public TableBinding(CollectionTable table, CollectionModel model, UsearchIndexOptions index)
    {
        Table = table;
        Key = new BoundColumn(model.KeyProperty, Find(table, model.KeyProperty), ValueCodecs.Get(model.KeyProperty.Type));
        Data = [.. model.DataProperties.Select(property => new BoundColumn(property, Find(table, property), ValueCodecs.Get(property.Type)))];
        Vectors = [.. model.VectorProperties.Select(property => Bind(table, property, index))];
        foreach (var column in Data.Prepend(Key))
        {
            if (column.Column.Type != column.Codec.Code)
            {
                throw new InvalidOperationException(
                    $"Property '{column.Property.ModelName}' of collection '{table.Name}' is stored as {column.Column.Type}, but the record declares {column.Codec.Code}.");
            }

            _columns.Add(column.Property, column);
        }

        Select = SelectSql(includeVectors: false);
        SelectAll = SelectSql(includeVectors: true);
    }

    public CollectionTable Table { get; }

    public BoundColumn Key { get; }

    public IReadOnlyList<BoundColumn> Data { get; }

    public IReadOnlyList<BoundVector> Vectors { get; }

    /// <summary>Gets the statement that reads the key and data of the row ?1.</summary>
    public string Select { get; }

    /// <summary>Gets the statement that reads the vectors as well.</summary>
    public string SelectAll { get; }

    public static IReadOnlyList<WantedColumn> Wanted(CollectionModel model) =>
    [
        new(model.KeyProperty.StorageName, ColumnKind.Key, ValueCodecs.Get(model.KeyProperty.Type), 0, false, false, false),
        .. model.DataProperties.Select(property => new WantedColumn(
            property.StorageName, ColumnKind.Data, ValueCodecs.Get(property.Type), 0, property.IsNullable, property.IsIndexed, property.IsFullTextIndexed)),
        .. model.VectorProperties.Select(property => new WantedColumn(
            property.StorageName, ColumnKind.Vector, null, property.Dimensions, true, false, false) { Format = VectorFormat.Of(property.EmbeddingType) }),
    ];

    /// <exception cref="ArgumentException">The key is text that could only be stored changed.</exception>
    public object EncodeKey(object key, string parameter)
    {
        if (key is string text)
        {
            WholeText.Check(text, "key", parameter);
        }

        return Key.Codec.Encode(key);
    }

    public BoundColumn Column(PropertyModel property)
        => _columns.TryGetValue(property, out var column)
            ? column
            : throw new NotSupportedException($"Property '{property.ModelName}' is a vector: only key and data properties can be filtered and ordered by.");

    public BoundVector Vector(VectorPropertyModel property)
    {
        var place = 0;
        while (Vectors[place].Property != property)
        {
            place++;
        }

        return Vectors[place];
    }

    private static BoundVector Bind(CollectionTable table, VectorPropertyModel property, UsearchIndexOptions index)
    {
        var column = Find(table, property);
        var format = VectorFormat.Of(property.EmbeddingType);
        return column.Kind == ColumnKind.Vector && column.Dimensions == property.Dimensions && column.Type == format.Code
            ? new BoundVector(property, column, table.Vectors(column.Ordinal), DistanceMeasure.Get(property.DistanceFunction), index.Graph(property), index.Ef)
            : throw new InvalidOperationException(
                $"Vector property '{property.ModelName}' of collection '{table.Name}' is stored with {column.Dimensions} dimensions as {column.Type}, but the record declares {property.Dimensions} as {format.Code}.");
    }

    private static StoredColumn Find(CollectionTable table, PropertyModel property)
        => table.Find(property.StorageName)
            ?? throw new InvalidOperationException(
                $"Collection '{table.Name}' does not hold property '{property.StorageName}' yet: call EnsureCollectionExistsAsync to add it.");

    private string SelectSql(bool includeVectors)
    {
        var columns = new List<string> { "c.k" };
        var joins = string.Empty;
        foreach (var column in Data)
        {
            columns.Add("c." + column.Column.Sql);
            if (column.Codec.HasExtra)
            {
                columns.Add("c." + column.Column.ExtraSql);
            }
        }

        foreach (var vector in includeVectors ? Vectors : [])
        {
            columns.Add($"{vector.Table}.v");
            joins += $" LEFT JOIN {vector.Table} ON {vector.Table}.row = c.row";
        }

        return $"SELECT {string.Join(", ", columns)} FROM {Table.Data} c{joins} WHERE c.row = ?1";
    }
}
