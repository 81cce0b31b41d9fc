namespace Reminisce.VectorData.Sql;

/// <summary>Where a collection lies in the database. Immutable: a changed schema is a new instance.</summary>
internal sealed record CollectionTable(long Id, string Name, IReadOnlyList<StoredColumn> Columns)
{
    private readonly Dictionary<string, StoredColumn> _byName = Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);

    /// <summary>Gets the table of keys and data; its row numbers are never used twice.</summary>
    public string Data => $"c{Id}";

    /// <summary>Gets the full-text table.</summary>
    public string FullText => $"c{Id}_f";

    public IEnumerable<StoredColumn> FullTextColumns => Columns.Where(column => column.FullText);

    public IEnumerable<StoredColumn> VectorColumns => Columns.Where(column => column.Kind == ColumnKind.Vector);

    public string Vectors(int ordinal) => $"c{Id}_v{ordinal}";

    public StoredColumn? Find(string storageName) => _byName.GetValueOrDefault(storageName);
}
