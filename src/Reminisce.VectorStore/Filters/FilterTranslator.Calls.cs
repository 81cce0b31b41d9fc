using System.Collections;
using System.Linq.Expressions;
using System.Text;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData.Filters;

/// <content>Method calls: membership and string tests.</content>
internal sealed partial class FilterTranslator
{
    private string Call(MethodCallExpression call, bool exact)
    {
        if (call.Method.DeclaringType == typeof(string))
        {
            return StringCall(call, exact);
        }

        if (TryMatchContains(call, out var source, out var item) || TryMatchInstanceContains(call, out source, out item))
        {
            return Contains(call, source, item);
        }

        return call switch
        {
            { Method.Name: nameof(Enumerable.Any) } when call.Method.DeclaringType == typeof(Enumerable) => Any(call),
            { Method.Name: nameof(Equals), Object: { } self, Arguments: [var other] } => Comparison(AsEqual(self, other), exact),
            { Method.Name: nameof(Equals), Object: null, Arguments: [var first, var second] } => Comparison(AsEqual(first, second), exact),
            _ => throw Unsupported(call),
        };
    }

    /// <summary>Sets and read-only collections have a Contains of their own.</summary>
    private static bool TryMatchInstanceContains(
        MethodCallExpression call,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Expression? source,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Expression? item)
    {
        var matches = call is { Method.Name: "Contains", Object: { } self, Arguments.Count: 1 } && typeof(IEnumerable).IsAssignableFrom(self.Type);
        source = matches ? call.Object : null;
        item = matches ? call.Arguments[0] : null;
        return matches;
    }

    private string Contains(MethodCallExpression call, Expression source, Expression item)
    {
        // record.Tags.Contains(value)
        if (TryBindProperty(source, out var property))
        {
            return _binding.Column(property).Codec is ArrayCodec array && FilterConstants.TryEvaluate(item, out var value)
                ? Exists(Sql(_binding.Column(property)), value is null ? "e.value IS NULL" : $"e.value = {_writer.Parameter(Token(array, value))}")
                : throw Unsupported(call);
        }

        // values.Contains(record.Property)
        if (FilterConstants.TryEvaluate(source, out var list) && list is IEnumerable values && Operand(item) is { IsConstant: false, Codec: not ArrayCodec } operand)
        {
            return _writer.In(operand.Text, values.Cast<object?>().Select(value => value is null ? null : FilterConstants.Encode(operand.Codec!, value)));
        }

        throw Unsupported(call);
    }

    private string Any(MethodCallExpression call)
    {
        if (!TryBindProperty(call.Arguments[0], out var property) || _binding.Column(property) is not { Codec: ArrayCodec array } column)
        {
            throw Unsupported(call);
        }

        if (call.Arguments is [_])
        {
            return Exists(Sql(column), "1");
        }

        var lambda = (LambdaExpression)(call.Arguments[1] is UnaryExpression quote ? quote.Operand : call.Arguments[1]);
        if (lambda.Body is MethodCallExpression inner
            && (TryMatchContains(inner, out var source, out var item) || TryMatchInstanceContains(inner, out source, out item))
            && Strip(item) == lambda.Parameters[0]
            && FilterConstants.TryEvaluate(source, out var list)
            && list is IEnumerable values)
        {
            return Exists(Sql(column), _writer.In("e.value", values.Cast<object?>().Select(value => value is null ? null : Token(array, value))));
        }

        if (lambda.Body is BinaryExpression { NodeType: ExpressionType.Equal } equal)
        {
            var (element, other) = Strip(equal.Left) == lambda.Parameters[0] ? (equal.Left, equal.Right) : (equal.Right, equal.Left);
            if (Strip(element) == lambda.Parameters[0] && FilterConstants.TryEvaluate(other, out var wanted))
            {
                return Exists(Sql(column), wanted is null ? "e.value IS NULL" : $"e.value = {_writer.Parameter(Token(array, wanted))}");
            }
        }

        throw Unsupported(call);
    }

    private string StringCall(MethodCallExpression call, bool exact)
    {
        switch (call)
        {
            case { Method.Name: nameof(string.Equals), Object: { } self, Arguments: [var other] }:
                return Comparison(AsEqual(self, other), exact);
            case { Method.Name: nameof(string.Equals), Object: null, Arguments: [var first, var second] }:
                return Comparison(AsEqual(first, second), exact);
            case { Method.Name: nameof(string.Equals), Object: { } self, Arguments: [var other, _] } when IsOrdinal(call):
                return Comparison(AsEqual(self, other), exact);
            case { Method.Name: nameof(string.Equals), Object: null, Arguments: [var first, var second, _] } when IsOrdinal(call):
                return Comparison(AsEqual(first, second), exact);
            case { Method.Name: nameof(string.IsNullOrEmpty), Arguments: [var text] } when TryBindProperty(text, out var property):
                return $"(ifnull({Sql(_binding.Column(property))}, '') = '')";
            case { Object: { } self, Arguments: [var argument, ..] } when IsOrdinal(call)
                && TryBindProperty(self, out var searched)
                && FilterConstants.TryEvaluate(argument, out var value)
                && value is string or char:
                return TextTest(call, "CAST(" + Sql(_binding.Column(searched)) + " AS BLOB)", Encoding.UTF8.GetBytes(value.ToString()!));
            default:
                throw Unsupported(call);
        }
    }

    /// <summary>Compares bytes: UTF-8 makes that the ordinal test, and it minds neither case folding nor wildcards.</summary>
    private string TextTest(MethodCallExpression call, string text, byte[] value)
    {
        if (value.Length == 0)
        {
            return $"({text} IS NOT NULL)";
        }

        return call.Method.Name switch
        {
            nameof(string.Contains) => $"(ifnull(instr({text}, {_writer.Parameter(value)}), 0) > 0)",
            nameof(string.StartsWith) => $"(substr({text}, 1, {value.Length}) IS {_writer.Parameter(value)})",
            nameof(string.EndsWith) => $"(substr({text}, -{value.Length}) IS {_writer.Parameter(value)})",
            _ => throw Unsupported(call),
        };
    }

    private static bool IsOrdinal(MethodCallExpression call)
        => call.Arguments.Count == 1 || (FilterConstants.TryEvaluate(call.Arguments[^1], out var comparison) && comparison is StringComparison.Ordinal);

    private static object Token(ArrayCodec array, object value)
        => ValueCodecs.TryGet(value.GetType(), out var own) && own.Code == array.Element.Code
            ? ArrayCodec.Token(array.Element, value)
            : throw new NotSupportedException($"The filter looks for a value of type {value.GetType().Name} in an array of {array.Element.Code}: look for the element's own type.");

    private static string Exists(string array, string condition) => $"EXISTS(SELECT 1 FROM json_each({array}) AS e WHERE {condition})";

    private static BinaryExpression AsEqual(Expression first, Expression second)
        => Expression.Equal(Expression.Convert(first, typeof(object)), Expression.Convert(second, typeof(object)));

    private static Expression Strip(Expression node) => node is UnaryExpression { NodeType: ExpressionType.Convert } convert ? Strip(convert.Operand) : node;
}
