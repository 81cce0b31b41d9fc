namespace Reminisce.VectorData.Sql;

/// <summary>One column of a collection as the catalogue knows it.</summary>
/// <remarks>The ordinal is also its name in SQL: users' names never enter a statement. The type of vectors is "f32".</remarks>
internal sealed record StoredColumn(int Ordinal, string Name, ColumnKind Kind, string Type, int Dimensions, bool Indexed, bool FullText)
{
    public const string VectorType = "f32";

    public string Sql => Kind == ColumnKind.Key ? "k" : $"d{Ordinal}";

    public string ExtraSql => $"d{Ordinal}x";
}
