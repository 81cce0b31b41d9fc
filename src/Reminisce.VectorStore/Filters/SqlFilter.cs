namespace Reminisce.VectorData.Filters;

/// <summary>A condition on a collection's rows (its table under the alias c) and the values it compares with.</summary>
/// <remarks>Values are those of the parameters $f0, $f1 ...</remarks>
internal sealed record SqlFilter(string Sql, IReadOnlyList<object> Values)
{
    public static SqlFilter All { get; } = new("1", []);

    public bool IsAll => Sql == "1";
}
