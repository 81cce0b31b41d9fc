using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Filters;

namespace Reminisce.VectorData.Tests.Search;

public sealed class FilterWriterTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public FilterWriterTests()
    {
        _connection.Open();
        Run("CREATE TABLE t(row INTEGER PRIMARY KEY, d TEXT); CREATE INDEX t_d ON t(d); INSERT INTO t(d) VALUES ('a'), ('b'), (NULL)");
    }

    [Fact]
    public void In_IndexedColumn_IsSearchedByTheIndex() => Assert.StartsWith("SEARCH t USING", Ask("EXPLAIN QUERY PLAN SELECT row FROM t WHERE ", "a", "x")[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("", "1")]
    [InlineData("NOT ", "2 3")]
    public void In_ValuesWithoutNull_TakesNullForAnotherValue(string not, string rows) =>
        Assert.Equal(rows, string.Join(' ', Ask($"SELECT row FROM t WHERE {not}", "a", "x")));

    [Theory]
    [InlineData("", "1 3")]
    [InlineData("NOT ", "2")]
    public void In_ValuesWithNull_TakesNullForOneOfThem(string not, string rows) =>
        Assert.Equal(rows, string.Join(' ', Ask($"SELECT row FROM t WHERE {not}", "a", null)));

    public void Dispose() => _connection.Dispose();

    private List<string> Ask(string sql, params string?[] values)
    {
        var writer = new FilterWriter();
        using var command = _connection.CreateCommand();
        command.CommandText = sql + writer.In("d", values);
        for (var i = 0; i < writer.Values.Count; i++)
        {
            command.Parameters.AddWithValue($"$f{i}", writer.Values[i]);
        }

        using var reader = command.ExecuteReader();
        var answers = new List<string>();
        while (reader.Read())
        {
            answers.Add(reader.GetString(reader.FieldCount - 1));
        }

        return answers;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
