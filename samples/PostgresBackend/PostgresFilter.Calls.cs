using System.Collections;
using System.Linq.Expressions;

namespace PostgresBackend;

/// <content>Calls: equality, membership, and tests of text.</content>
internal sealed partial class PostgresFilter
{
    private string Call(MethodCallExpression call) => call switch
    {
        { Method.Name: nameof(Equals), Object: { } self, Arguments: [var other, ..] } when IsOrdinal(call, 1) => Comparison(ExpressionType.Equal, self, other, call),
        { Method.Name: nameof(Equals), Object: null, Arguments: [var first, var second, ..] } when IsOrdinal(call, 2) => Comparison(ExpressionType.Equal, first, second, call),
        _ when call.Method.DeclaringType == typeof(string) => Text(call),
        { Method.Name: "Contains", Object: { } self, Arguments: [var item] } when typeof(IEnumerable).IsAssignableFrom(self.Type) => Contains(call, self, item),
        _ when TryMatchContains(call, out var list, out var item) => Contains(call, list, item),
        { Method.Name: nameof(Enumerable.Any) } when call.Method.DeclaringType == typeof(Enumerable) => Any(call),
        _ => throw Unsupported(call),
    };

    /// <summary>A list property that contains a value, or values that contain a property.</summary>
    private string Contains(MethodCallExpression call, Expression list, Expression item)
    {
        if (TryBindProperty(list, out var property))
        {
            return TryEvaluate(item, out var value) && ElementOf(property.Type) is { } element
                ? Among(Column(property), In("element", element, new[] { value }))
                : throw Unsupported(call);
        }

        return TryEvaluate(list, out var values) && values is IEnumerable all && TryBindProperty(item, out var column)
            ? In(Column(column), Plain(column.Type), all)
            : throw Unsupported(call);
    }

    /// <summary>A list property that has any element, one that is among values, or one that equals a value.</summary>
    private string Any(MethodCallExpression call)
    {
        if (!TryBindProperty(call.Arguments[0], out var property) || ElementOf(property.Type) is not { } element)
        {
            throw Unsupported(call);
        }

        if (call.Arguments is [_])
        {
            return Among(Column(property), "true");
        }

        var test = (LambdaExpression)(call.Arguments[1] is UnaryExpression quote ? quote.Operand : call.Arguments[1]);
        var values = test.Body switch
        {
            MethodCallExpression { Method.Name: "Contains", Object: { } self, Arguments: [var item] } when Is(item) => self,
            MethodCallExpression inner when TryMatchContains(inner, out var list, out var item) && Is(item) => list,
            BinaryExpression { NodeType: ExpressionType.Equal } equal when Is(equal.Left) => Expression.NewArrayInit(equal.Right.Type, equal.Right),
            BinaryExpression { NodeType: ExpressionType.Equal } equal when Is(equal.Right) => Expression.NewArrayInit(equal.Left.Type, equal.Left),
            _ => throw Unsupported(call),
        };
        return TryEvaluate(values, out var given) && given is IEnumerable all ? Among(Column(property), In("element", element, all)) : throw Unsupported(call);

        bool Is(Expression node) => Unconverted(node) == test.Parameters[0];
    }

    private string Text(MethodCallExpression call)
    {
        if (call is { Method.Name: nameof(string.IsNullOrEmpty), Arguments: [var tested] } && TryBindProperty(tested, out var property))
        {
            return $"(coalesce({Column(property)}, '') = '')";
        }

        if (call.Object is not { } self || !IsOrdinal(call, 1) || !TryBindProperty(self, out var column) || !TryEvaluate(call.Arguments[0], out var value) || value is not (string or char))
        {
            throw Unsupported(call);
        }

        var (text, part) = (Column(column), Constant(value, typeof(string), call));
        return call.Method.Name switch
        {
            nameof(string.Contains) => $"coalesce(position({part} IN {text}) > 0, false)",
            nameof(string.StartsWith) => $"coalesce(starts_with({text}, {part}), false)",
            nameof(string.EndsWith) => $"coalesce(right({text}, char_length({part})) = {part}, false)",
            _ => throw Unsupported(call),
        };
    }

    private static bool IsOrdinal(MethodCallExpression call, int texts) =>
        call.Arguments.Count == texts || (TryEvaluate(call.Arguments[^1], out var comparison) && comparison is StringComparison.Ordinal);

    private static string Among(string list, string condition) => $"EXISTS (SELECT 1 FROM unnest({list}) AS listed(element) WHERE {condition})";

    private static Type? ElementOf(Type type) =>
        type.IsArray ? Plain(type.GetElementType()!) : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? Plain(type.GetGenericArguments()[0]) : null;
}
