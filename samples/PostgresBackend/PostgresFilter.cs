using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData.ProviderServices;
using Microsoft.Extensions.VectorData.ProviderServices.Filter;

namespace PostgresBackend;

/// <summary>Translates a filter into SQL with .NET's meaning of null: no part of the condition is ever null itself.</summary>
internal sealed partial class PostgresFilter : FilterTranslatorBase
{
    private readonly PostgresParameters _parameters;

    private PostgresFilter(PostgresParameters parameters) => _parameters = parameters;

    /// <exception cref="NotSupportedException">The filter uses something that is not translated.</exception>
    /// <exception cref="InvalidOperationException">The filter names an unknown property.</exception>
    public static string Translate(LambdaExpression? filter, CollectionModel model, PostgresParameters parameters)
    {
        if (filter is null)
        {
            return "true";
        }

        var translator = new PostgresFilter(parameters);
        return translator.Condition(translator.PreprocessFilter(filter, model, new FilterPreprocessingOptions { SupportsParameterization = false }));
    }

    /// <summary>Also binds a property's Value and a property that C# converts to compare it.</summary>
    protected override bool TryBindProperty(Expression expression, [NotNullWhen(true)] out PropertyModel? propertyModel)
    {
        if (expression is MemberExpression { Member.Name: "Value", Expression: { } nullable } && Nullable.GetUnderlyingType(nullable.Type) is not null)
        {
            return TryBindProperty(nullable, out propertyModel);
        }

        var inner = Unconverted(expression);
        if (inner != expression && inner is MemberExpression { Member.Name: "Value" })
        {
            return TryBindProperty(inner, out propertyModel);
        }

        if (!base.TryBindProperty(inner, out propertyModel))
        {
            return false;
        }

        for (var node = expression; node is UnaryExpression { NodeType: ExpressionType.Convert } convert; node = convert.Operand)
        {
            var (from, to) = (Plain(propertyModel.Type), Plain(convert.Type));
            if (!to.IsAssignableFrom(from) && !(inner is MemberExpression && IsNumber(from) && IsNumber(to)))
            {
                throw new InvalidCastException($"Property '{propertyModel.ModelName}' is a {from.Name}, but the filter casts it to {to.Name}.");
            }
        }

        return propertyModel is not VectorPropertyModel ? true : throw Unsupported(expression);
    }

    private string Condition(Expression node) => node switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both when Plain(both.Type) == typeof(bool) => $"({Condition(both.Left)} AND {Condition(both.Right)})",
        BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either when Plain(either.Type) == typeof(bool) => $"({Condition(either.Left)} OR {Condition(either.Right)})",
        BinaryExpression comparison => Comparison(comparison.NodeType, comparison.Left, comparison.Right, comparison),
        UnaryExpression { NodeType: ExpressionType.Not } negation => $"(NOT {Condition(negation.Operand)})",
        _ when TryEvaluate(node, out var value) => value is true ? "true" : "false",
        MemberExpression { Member.Name: "HasValue", Expression: { } nullable } when TryBindProperty(nullable, out var optional) => $"({Column(optional)} IS NOT NULL)",
        _ when TryBindProperty(node, out var property) => Plain(property.Type) == typeof(bool) ? $"({Column(property)} IS TRUE)" : throw Unsupported(node),
        UnaryExpression { NodeType: ExpressionType.Convert } convert => Condition(convert.Operand),
        MethodCallExpression call => Call(call),
        _ => throw Unsupported(node),
    };

    private string Comparison(ExpressionType comparison, Expression leftNode, Expression rightNode, Expression whole)
    {
        var (left, right) = (Operand(leftNode, rightNode), Operand(rightNode, leftNode));
        return comparison switch
        {
            ExpressionType.Equal => $"({left} IS NOT DISTINCT FROM {right})",
            ExpressionType.NotEqual => $"({left} IS DISTINCT FROM {right})",
            ExpressionType.LessThan => $"coalesce({left} < {right}, false)",
            ExpressionType.LessThanOrEqual => $"coalesce({left} <= {right}, false)",
            ExpressionType.GreaterThan => $"coalesce({left} > {right}, false)",
            ExpressionType.GreaterThanOrEqual => $"coalesce({left} >= {right}, false)",
            _ => throw Unsupported(whole),
        };
    }

    /// <summary>Gives one side of a comparison: a column, a constant of the type of the other side, or a condition.</summary>
    private string Operand(Expression node, Expression other)
    {
        if (TryEvaluate(node, out var value))
        {
            return value is null ? "NULL" : Constant(value, TryBindProperty(other, out var compared) ? Plain(compared.Type) : typeof(bool), node);
        }

        return TryBindProperty(node, out var property) ? Column(property)
            : Plain(node.Type) == typeof(bool) ? Condition(node)
            : throw Unsupported(node);
    }

    /// <summary>Adds a constant as a value of a column's type, or as another number.</summary>
    private string Constant(object value, Type type, Expression node)
    {
        var own = value.GetType();
        if (own != type && own == typeof(char) && type == typeof(string))
        {
            return _parameters.Add(value.ToString(), PostgresTypes.Of(type));
        }

        if (own != type && !(IsNumber(own) && IsNumber(type)))
        {
            throw Unsupported(node);
        }

        return PostgresTypes.IsData(own)
            ? _parameters.Add(value, PostgresTypes.Of(own))
            : _parameters.Add(Convert.ToDecimal(value, CultureInfo.InvariantCulture), PostgresTypes.Of(typeof(decimal)));
    }

    /// <summary>Tests whether something is among values.</summary>
    private string In(string tested, Type type, IEnumerable values)
    {
        var all = values.Cast<object?>().ToList();
        var given = all.OfType<object>().ToList();
        var found = given.Count == 0 ? "false" : $"coalesce({tested} = ANY({_parameters.AddMany(given, type)}), false)";
        return given.Count == all.Count ? found : $"({found} OR {tested} IS NULL)";
    }

    private static string Column(PropertyModel property) => PostgresText.Name(property.StorageName);

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsNumber(Type type) => type.IsPrimitive ? type != typeof(bool) && type != typeof(char) : type == typeof(decimal);

    private static Expression Unconverted(Expression node) => node is UnaryExpression { NodeType: ExpressionType.Convert } convert ? Unconverted(convert.Operand) : node;

    /// <summary>Gets the value of an expression without the record in it.</summary>
    private static bool TryEvaluate(Expression node, out object? value)
    {
        value = null;
        if (node.Type.IsByRefLike || new ParameterSearch().Finds(node))
        {
            return false;
        }

        value = node is ConstantExpression constant ? constant.Value : Expression.Lambda<Func<object?>>(Expression.Convert(node, typeof(object))).Compile(preferInterpretation: true)();
        return true;
    }

    private static NotSupportedException Unsupported(Expression node) => new(
        $"'{node}' (node {node.NodeType}) is not translated. Supported: ==, !=, <, <=, >, >=, &&, ||, !, bool properties, HasValue, Equals, Contains, Any, StartsWith, EndsWith and string.IsNullOrEmpty, ordinal.");

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
