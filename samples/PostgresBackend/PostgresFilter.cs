using System.Collections;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData.ProviderServices;
using Microsoft.Extensions.VectorData.ProviderServices.Filter;
using Npgsql;

namespace PostgresBackend;

/// <summary>Translates a filter into SQL with .NET's meaning of null: no part of the condition is ever null itself.</summary>
internal sealed class PostgresFilter : FilterTranslatorBase
{
    private readonly List<NpgsqlParameter> _parameters;

    private PostgresFilter(List<NpgsqlParameter> parameters) => _parameters = parameters;

    /// <exception cref="NotSupportedException">The filter uses something that is not translated.</exception>
    public static (string Where, List<NpgsqlParameter> Parameters) Translate(LambdaExpression? filter, CollectionModel model, List<NpgsqlParameter> parameters)
    {
        if (filter is null)
        {
            return ("true", parameters);
        }

        var translator = new PostgresFilter(parameters);
        var body = translator.PreprocessFilter(filter, model, new FilterPreprocessingOptions { SupportsParameterization = false });
        return (translator.Condition(body), parameters);
    }

    private string Condition(Expression node) => node switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso } both => $"({Condition(both.Left)} AND {Condition(both.Right)})",
        BinaryExpression { NodeType: ExpressionType.OrElse } either => $"({Condition(either.Left)} OR {Condition(either.Right)})",
        BinaryExpression comparison => Comparison(comparison),
        UnaryExpression { NodeType: ExpressionType.Not } negation => $"(NOT {Condition(negation.Operand)})",
        UnaryExpression { NodeType: ExpressionType.Convert } convert when !TryBindProperty(node, out _) => Condition(convert.Operand),
        MethodCallExpression { Method.Name: "Contains" } call => Contains(call),
        _ when TryBindProperty(node, out var property) => $"({Column(property)} IS TRUE)",
        _ when TryEvaluate(node, out var value) => value is true ? "true" : "false",
        _ => throw Unsupported(node),
    };

    private string Comparison(BinaryExpression node)
    {
        var (left, right) = (Value(node.Left), Value(node.Right));
        return node.NodeType switch
        {
            ExpressionType.Equal => $"({left} IS NOT DISTINCT FROM {right})",
            ExpressionType.NotEqual => $"({left} IS DISTINCT FROM {right})",
            ExpressionType.LessThan => $"coalesce({left} < {right}, false)",
            ExpressionType.LessThanOrEqual => $"coalesce({left} <= {right}, false)",
            ExpressionType.GreaterThan => $"coalesce({left} > {right}, false)",
            ExpressionType.GreaterThanOrEqual => $"coalesce({left} >= {right}, false)",
            _ => throw Unsupported(node),
        };
    }

    /// <summary>A list of values that contains a property, or a list property that contains a value.</summary>
    private string Contains(MethodCallExpression call)
    {
        var (list, item) = call.Object is null ? (call.Arguments[0], call.Arguments[1]) : (call.Object, call.Arguments[0]);
        while (list is MethodCallExpression { Method.Name: "op_Implicit" } span)
        {
            list = span.Arguments[0];
        }

        if (TryBindProperty(list, out var property))
        {
            return property.Type == typeof(string)
                ? $"coalesce(position({Value(item)} IN {Column(property)}) > 0, false)"
                : $"coalesce({Value(item)} = ANY({Column(property)}), false)";
        }

        if (!TryEvaluate(list, out var values) || values is not IEnumerable all || !TryBindProperty(item, out var column))
        {
            throw Unsupported(call);
        }

        var names = all.Cast<object?>().Select(v => v is null ? $"{Column(column)} IS NULL" : $"({Column(column)} IS NOT DISTINCT FROM {Parameter(v)})").ToList();
        return names.Count == 0 ? "false" : $"({string.Join(" OR ", names)})";
    }

    private string Value(Expression node) =>
        TryBindProperty(node, out var property) ? Column(property)
        : TryEvaluate(node, out var value) ? value is null ? "NULL" : Parameter(value)
        : throw Unsupported(node);

    private string Parameter(object value)
    {
        _parameters.Add(new NpgsqlParameter { Value = PostgresTypes.ToPostgres(value) });
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }

    private static string Column(PropertyModel property) => PostgresCall.Quoted(property.StorageName);

    private static bool TryEvaluate(Expression node, out object? value)
    {
        value = null;
        if (new ParameterSearch().Finds(node))
        {
            return false;
        }

        value = node is ConstantExpression constant ? constant.Value : Expression.Lambda(node).Compile(preferInterpretation: true).DynamicInvoke();
        return true;
    }

    private static NotSupportedException Unsupported(Expression node) =>
        new($"'{node}' is not translated by this sample. It knows ==, !=, <, <=, >, >=, &&, ||, !, bool properties and Contains.");

    private sealed class ParameterSearch : ExpressionVisitor
    {
        private bool _found;

        public bool Finds(Expression node)
        {
            Visit(node);
            return _found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found = true;
            return node;
        }
    }
}
