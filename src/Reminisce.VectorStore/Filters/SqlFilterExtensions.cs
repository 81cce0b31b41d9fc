using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData.Filters;

/// <summary>Puts a filter's values into a command.</summary>
internal static class SqlFilterExtensions
{
    public static void AddFilter(this SqliteCommand command, SqlFilter filter)
    {
        for (var i = 0; i < filter.Values.Count; i++)
        {
            command.Parameters.AddWithValue("$f" + i.ToString(CultureInfo.InvariantCulture), filter.Values[i]);
        }
    }
}
